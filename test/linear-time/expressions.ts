/**
 * Why expressions are taken that the analysis refuses or can't judge, because of what it can't read (what stands behind or
 * ahead, a mark repeated), or because their texts are none of members. By file and pattern.
 */
export const JUDGED: Readonly<Record<string, string>> = {
  'src/app/config.ts \\/+$': 'a setting of the operator',
  'src/content/slug.ts ^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$': 'looks ahead once; a hyphen divides the rest',
  'src/content/yaml-faults.ts ^\\s*(?<mark>[•·－–—]|\\*(?= ))': 'one run of space at the start',
  'src/features/learn/search/prose.ts ^\\s*(?:#+|[-*>]|\\d+\\.)\\s+': 'pages of the content itself',
  'src/features/learn/search/prose.ts \\[([^\\]]*)\\]\\([^)]*\\)': 'pages of the content itself',
  'src/features/learn/search/prose.ts ^\\s*(?:[-*>]|\\d+\\.)\\s+|\\*': 'pages of the content itself',
  'src/features/learn/search/terms.ts \\p{Script=Han}+|(?:(?!\\p{Script=Han})[\\p{L}\\p{N}])+':
    'a run of one or of the other, each character once',
  'src/markdown/titles.ts [*`~]|(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])': '200 characters of a heading',
  'src/pictures/charts/draw.ts (<svg[^>]*>)': 'the beginning of a picture that ECharts draws',
  'src/pictures/flowchart/mend.ts ^(?:(?:<(?=[-=])|[ox](?=--|==|-\\.))?[-–—=.~]+(?:[>→》＞]|[ox](?=\\s))?|[→⟶➔➜➡⇒]\\ufe0f?)':
    'one run at the start',
  'src/pictures/fonts/sequences.ts ^\\p{RGI_Emoji}$': 'the fonts, when they are built',
  'src/platforms/playground/page/command-line.ts ^\\/([\\p{L}\\p{N}_-]*)(?=\\s|$)': 'one run at the start',
  'src/platforms/playground/page/command-line.ts (?:^|\\s)([a-z][a-z-]*)[:：](?!\\/\\/)':
    'space divides the words, each of which is read once',
  'src/platforms/slack/connection.ts "error":\\s*"(?:not_authed|invalid_auth|account_inactive|user_removed_from_team|team_disabled|token_revoked|token_expired|not_allowed_token_type|missing_scope|access_denied)"':
    'errors of Slack',
  'src/platforms/slack/mrkdwn-line.ts (^|[^\\w*])\\*(?=[^\\s*])([^*\\n]*?[^\\s*])\\*(?![\\w*])':
    'reads from one asterisk to the next',
}

/** Why expressions are taken that are put together while the bot runs, as they are written. */
export const PUT_TOGETHER: Readonly<Record<string, string>> = {
  "src/app/config.ts new RegExp(`^${start}[\\\\x21-\\\\x7e]+$`, 'u')": 'a setting of the operator',
  "src/content/completeness.ts new RegExp(`-\\\\.-+>\\\\s*\\\\|[^|]*(${word})|-\\\\.\\\\s*[^|\\\\n]*(${word})[^|\\\\n]*\\\\.-+>`, 'iu')":
    'problems of the content itself',
  "src/content/yaml-faults.ts new RegExp(`${KEY}：`, 'u')": 'a key at the start of a line',
  "src/content/yaml-faults.ts new RegExp(`${KEY}:(?=[^\\\\s/:])`, 'u')": 'a key at the start of a line',
  "src/platforms/playground/page/command-line.ts new RegExp(`(?<=\\\\s)(${names.map(escaped).join('|')})[:：]\\\\s*`, 'giu')":
    'names of options, each followed by one run of space',
}
