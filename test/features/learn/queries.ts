/** Pages that several queries are about. */
const LOG_BIAS = 'metrics/why-offline-and-online-disagree-the'
const HOW_MANY = 'metrics/a-b-tests-how-many'
const HOW_LONG = 'metrics/a-b-tests-how-long-and-when-to-look'
const FEWER = 'metrics/a-b-tests-more-from-less-and-when'
const SKEW = 'metrics/why-offline-and-online-disagree-the-2'
const CALIBRATION = 'metrics/classification-over-all-thresholds'
const BUDGET = 'serving/spending-a-latency-budget'

/**
 * Queries that people type, and the pages of the content that an expert would give them.
 * @property first one of these comes first; @property among all of these are among the first three
 */
export type Expected = Readonly<{ typed: string; first?: readonly string[]; among?: readonly string[] }>

export const QUERIES: readonly Expected[] = [
  // Experiments
  { typed: 'a/b test sample size', first: [HOW_MANY] },
  { typed: 'AB test', among: [HOW_MANY, HOW_LONG, FEWER] },
  { typed: 'sample size', first: [HOW_MANY] },
  { typed: '样本量', first: [HOW_MANY] },
  { typed: 'AB测试样本量', first: [HOW_MANY] },
  { typed: 'AB 測試的樣本量', first: [HOW_MANY] },
  { typed: 'how long should an A/B test run', first: [HOW_LONG] },
  { typed: 'peeking', first: [HOW_LONG] },
  { typed: '新奇效应', first: [HOW_LONG, SKEW] },
  { typed: '新奇效應', first: [HOW_LONG, SKEW] },
  { typed: 'CUPED', first: [FEWER] },
  {
    typed: 'interleaving',
    first: [FEWER, 'search-ranking/design-7'],
    among: [FEWER, 'search-ranking/design-7'],
  },
  { typed: 'network effects interference', first: [FEWER] },
  // Metrics
  { typed: 'NDCG', first: ['metrics/ranking'] },
  { typed: '归一化折损累计增益', first: ['metrics/ranking'] },
  { typed: 'what is NDCG', first: ['metrics/ranking'] },
  { typed: 'calibration', first: [CALIBRATION] },
  { typed: 'calibation', first: [CALIBRATION] },
  { typed: '校准', first: [CALIBRATION] },
  { typed: '校準', first: [CALIBRATION] },
  { typed: 'AUC-PR vs AUC-ROC', first: [CALIBRATION] },
  {
    typed: 'precision recall trade-off',
    first: ['metrics/classification-at-a-threshold', 'canonical-problems/content-moderation'],
  },
  { typed: 'LLM as a judge', first: ['metrics/when-a-model-is-the-judge'] },
  { typed: 'embedding drift', first: ['metrics/drift'] },
  { typed: 'PSI', first: ['metrics/drift'] },
  { typed: 'guardrail metrics', first: ['metrics/guardrails'] },
  // Data and features
  {
    typed: 'position bias',
    first: [LOG_BIAS, 'recommendation-system/design-3', 'search-ranking/design-3'],
    among: [LOG_BIAS, 'recommendation-system/design-3', 'search-ranking/design-3'],
  },
  {
    typed: '位置偏差',
    first: [LOG_BIAS, 'recommendation-system/design-3', 'search-ranking/design-3'],
    among: [LOG_BIAS, 'recommendation-system/design-3', 'search-ranking/design-3'],
  },
  { typed: '位置偏置', first: [LOG_BIAS, 'recommendation-system/design-3', 'search-ranking/design-3'] },
  { typed: 'postion bias', first: [LOG_BIAS, 'recommendation-system/design-3', 'search-ranking/design-3'] },
  { typed: 'training-serving skew', first: [SKEW] },
  { typed: 'train/serve skew', first: [SKEW] },
  { typed: '训练与线上不一致', first: [SKEW] },
  {
    typed: 'label delay',
    first: [LOG_BIAS, 'fraud-detection/design-3'],
    among: [LOG_BIAS, 'fraud-detection/design-3'],
  },
  { typed: 'delayed labels', first: [LOG_BIAS, 'fraud-detection/design-3'] },
  { typed: '标签延迟', first: [LOG_BIAS] },
  {
    typed: 'feature store',
    first: ['framework/4-features', 'fraud-detection/design-4', 'whiteboard/15-20-features'],
    among: ['framework/4-features'],
  },
  { typed: 'class imbalance', first: ['fraud-detection/design-3', 'canonical-problems/fraud-detection'] },
  {
    typed: 'cold start',
    first: ['canonical-problems/recommendation-system', 'recommendation-system/design-4'],
  },
  { typed: '冷启动', first: ['canonical-problems/recommendation-system', 'recommendation-system/design-4'] },
  { typed: 'data flywheel', first: ['staff-signals/3-data-flywheel'] },
  { typed: 'chunking', first: ['rag-pipeline/design-3'] },
  {
    typed: 'selection bias',
    first: [
      LOG_BIAS,
      'recommendation-system/design-3',
      'search-ranking/design-3',
      'fraud-detection/design-3',
    ],
    among: [LOG_BIAS],
  },
  { typed: 'fairness', first: ['metrics/guardrails'] },
  { typed: 'recomendation metrics', first: ['recommendation-system/design-2'] },
  { typed: '推荐系统 特征', first: ['recommendation-system/design-4'] },
  { typed: '怎么选离线指标', first: ['metrics/which-offline-metric'] },
  // Models
  {
    typed: 'two tower',
    first: [
      'canonical-problems/recommendation-system',
      'recommendation-system/design-5',
      'recommendation-system/design-5-2',
    ],
  },
  {
    typed: 'cross-encoder',
    first: [
      'search-ranking/design-5',
      'search-ranking/design-5-2',
      'search-ranking/design-6',
      'search-ranking/design-6-2',
    ],
  },
  {
    typed: '多目标优化',
    first: [
      'canonical-problems/recommendation-system',
      'staff-signals/5-multi-objective-thinking',
      'recommendation-system/design-5',
    ],
    among: ['recommendation-system/design-5'],
  },
  {
    typed: 'sensor fusion',
    first: [
      'canonical-problems/autonomous-driving-perception',
      'autonomous-driving-perception/design-5',
      'autonomous-driving-perception/design-4',
    ],
  },
  {
    typed: 'hallucination',
    first: ['rag-pipeline/design-5', 'canonical-problems/rag-pipeline'],
    among: ['rag-pipeline/design-5', 'canonical-problems/rag-pipeline'],
  },
  { typed: '幻觉', first: ['rag-pipeline/design-5', 'canonical-problems/rag-pipeline'] },
  { typed: 'distillation', first: ['serving/cost-levers-in-the-model'] },
  // Serving
  { typed: 'canary', first: ['serving/roll-out'] },
  { typed: 'canary rollout', first: ['serving/roll-out'] },
  { typed: '灰度发布', first: ['serving/roll-out'] },
  { typed: '金丝雀发布', first: ['serving/roll-out'] },
  { typed: 'shadow deployment', first: ['serving/roll-out'] },
  { typed: 'rollback', first: ['serving/registry-and-rollback'] },
  { typed: '回滚', first: ['serving/registry-and-rollback'] },
  { typed: 'latency budget', first: [BUDGET] },
  { typed: '延迟预算', first: [BUDGET] },
  { typed: 'tail latency fan-out', first: [BUDGET] },
  { typed: 'KV cache', first: ['serving/decoding-in-numbers'] },
  { typed: 'speculative decoding', among: ['serving/decoding-in-numbers'] },
  { typed: '投机解码', among: ['serving/decoding-in-numbers'] },
  {
    typed: 'dynamic batching',
    first: ['serving/model-servers', 'serving/batching'],
    among: ['serving/batching'],
  },
  {
    typed: 'reduce GPU cost',
    first: ['serving/cost-levers-in-the-model', 'serving/cost-levers-in-the-bill', 'serving/hardware'],
  },
  { typed: 'quantization', first: ['serving/cost-levers-in-the-model'] },
  { typed: 'spot instances', first: ['serving/cost-levers-in-the-bill'] },
  { typed: '自动扩缩容', first: ['serving/capacity-and-autoscaling'] },
  { typed: 'rag latency', first: ['serving/latency-targets', 'rag-pipeline/design-6'] },
  { typed: 'prompt injection', first: ['rag-pipeline/design-6-2'] },
  {
    typed: 'human in the loop',
    first: [
      'content-moderation/design-6',
      'content-moderation/design-6-2',
      'canonical-problems/content-moderation',
    ],
  },
  // The interview
  { typed: 'how to split 45 minutes', first: ['time-budget/the-budget'] },
  { typed: '怎么分配45分钟', first: ['time-budget/the-budget'] },
  { typed: 'what if the interviewer interrupts me', first: ['time-budget/when-you-are-interrupted'] },
  { typed: 'what to draw on the whiteboard', first: ['whiteboard/minute-by-minute'] },
  {
    typed: 'senior vs staff',
    first: ['staff-signals/what-the-signals-are', 'framework/5-model'],
    among: ['staff-signals/what-the-signals-are'],
  },
  { typed: 'build vs buy', first: ['staff-signals/4-build-vs-buy'] },
  // The word in the other language, and what no page explains
  { typed: 'canary in Chinese', first: ['glossary/terms-2'] },
  { typed: '灰度 英文', first: ['glossary/terms-2'] },
  { typed: 'translate backbone', first: ['glossary/terms-1'] },
  { typed: 'blast radius', first: ['glossary/terms-2'] },
  { typed: 'works council', first: ['glossary/terms-17'] },
]
