import type { Content } from '../../../content/schema.ts'
import type { StageNames } from './stage-titles.ts'

/**
 * Other names of the stages, by their ids, besides those in the content. A word counts in its singular, its
 * plural and within a longer title, where the last word decides: `Model serving` is about serving.
 */
const WORDS: Readonly<Record<string, string>> = {
  requirements: `requirement, clarification, clarifying question, clarify, problem framing, problem statement, framing,
    problem definition, problem formulation, understand the problem, understanding the problem, scope, scoping, goal,
    objective, business goal, use case, constraint, assumption, functional requirement, non functional requirement,
    需求, 问题定义, 问题澄清, 问题分析, 问题理解, 问题描述, 目标, 业务目标, 背景, 场景, 约束, 范围, 假设, 澄清,
    問題定義, 問題釐清, 問題分析, 問題描述, 釐清, 目標, 業務目標, 場景, 約束, 範圍, 假設`,
  metrics: `metric, kpi, success criteria, success metric, evaluation, evaluation metric, measurement, measuring success,
    guardrail, 指标, 评估, 评价, 衡量, 度量, 成功标准, 指標, 評估, 評價, 成功標準`,
  data: `data, dataset, data set, label, labels, labeling, labelling, annotation, ground truth, training data,
    data collection, data source, data preparation, data pipeline, sampling, 数据, 数据集, 标签, 标注, 样本, 采样, 数据管道,
    數據, 資料, 資料集, 標籤, 標註, 樣本, 取樣`,
  features: `feature, feature engineering, feature store, feature pipeline, representation, signal, 特征, 特征工程, 特征平台,
    特徵, 特徵工程`,
  model: `model, modeling, modelling, model selection, model choice, model architecture, algorithm, training, loss,
    loss function, training objective, baseline, 模型, 建模, 训练, 算法, 损失函数, 基线, 訓練, 演算法, 損失函數, 基線`,
  serving: `serving, inference, deployment, deploy, production, productionization, rollout, launch, online serving,
    infrastructure, scaling, scalability, 在线服务, 线上服务, 服务, 部署, 推理, 上线, 发布, 扩展性, 線上服務, 服務, 推論, 上線,
    發布, 擴展性`,
  monitoring: `monitoring, monitor, maintenance, observability, drift, retraining, retrain, iteration, feedback loop,
    feedback, alert, alerting, experimentation, experiment, a/b test, a/b testing, ab test, online experiment,
    continual learning, continuous learning, 监控, 监测, 迭代, 反馈, 反馈回路, 运维, 漂移, 重训, 回流, 告警, 报警, 实验,
    監控, 監測, 反饋, 回饋, 維運, 重訓, 告警, 實驗`,
}

/** The headings that open a stage's section, in both languages. The buffer for questions is no section. */
export function namesOfStages(stages: Content['stages']): readonly StageNames[] {
  return stages
    .slice(0, -1)
    .map(({ id, name }) => ({ names: [...Object.values(name), id, ...wordsForStage(id)] }))
}

/** The usual words for a stage; none for an unknown id. */
export function wordsForStage(id: string): readonly string[] {
  return (WORDS[id] ?? '').split(',').flatMap((word) => word.trim() || [])
}
