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
  'src/kit/when/days.ts (?:周|週|星期|礼拜|禮拜)([一二三四五六日天1-7](?:[、,和及]?[一二三四五六日天](?![点點号號个個月]))*)':
    'looks ahead once; a text of 120 characters',
  'src/markdown/titles.ts [*`~]|(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])': '200 characters of a heading',
  'src/pictures/charts/draw.ts (<svg[^>]*>)': 'the beginning of a picture that ECharts draws',
  'src/pictures/flowchart/mend.ts ^(?:(?:<(?=[-=])|[ox](?=--|==|-\\.))?[-–—=.~]+(?:[>→》＞]{1,2}|[ox](?=\\s))?|[→⟶➔➜➡⇒]\\ufe0f?)':
    'one run at the start',
  'src/pictures/flowchart/mend.ts ;(?=\\s*(?:end\\s*(?:;|$)|subgraph\\s))':
    'a line of at most 1,000 characters',
  'src/pictures/flowchart/mend.ts ^\\s*"[^"]*"(?=\\s*(?:[-–—=]|\\.-))':
    'two quotes at the start; looks ahead once',
  'src/pictures/flowchart/source.ts "[^"]*"|[[({][^[({\\])}]*[\\])}]|\\|[^|]*\\||(--|-\\.|==)([^-=.<>|"[\\](){}]*)(?=--|==|\\.-)':
    'what opens a part is not in it, so each character is looked at once per alternative',
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
  "src/features/schedule/words.ts new RegExp(`^(?:${LINKS}) | (?:${LINKS})$`, 'u')": 'one word at either end',
  "src/kit/when/date.ts new RegExp(`^${MONTH} (\\\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\\\d{4}))?$`, 'u')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/date.ts new RegExp(`^(\\\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (\\\\d{4}))?$`, 'u')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/date.ts new RegExp(`^(?:(\\\\d{4})年)?(${NUMBER})月(${NUMBER})[日号號]?$`, 'u')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/date.ts new RegExp(`^(\\\\d{1,2})(?:st|nd|rd|th)$|^(${NUMBER})[日号號]$`, 'u')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/date.ts new RegExp(\n  `^(?:in )?(\\\\d{1,3}|[a-z]{1,6}) (days?|weeks?|months?)(?: from now)?$|^(${NUMBER})[个個]?(天|日|周|週|星期|礼拜|禮拜|月)(?:之?[后後])?$`,\n  'u',\n)":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/days.ts new RegExp(`(?:${ORDINALS.join('|')})\\\\b`, 'uy')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/days.ts new RegExp(`第(${NUMBER})[个個]?`, 'uy')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/days.ts new RegExp(`(${NUMBER})(?:号|號|日)`, 'uy')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/days.ts new RegExp(`(${NUMBER})(?![\\\\p{L}\\\\d])|([零一二两兩三四五六](?=[个個]?[周週星礼禮]))`, 'uy')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/days.ts new RegExp(`(?:${SMALL.join('|')})\\\\b`, 'uy')":
    'a text of 120 characters, with numbers of three at most',
  "src/kit/when/time-of-day.ts new RegExp(\n  `^(${Object.keys(CHINESE_PARTS).join('|')})? ?(${NUMBER}) ?(?:点钟|點鐘|点|點|时|時|:) ?(?:(${NUMBER}) ?分?|(半)|([一三])刻|整)?$`,\n  'u',\n)":
    'a text of 120 characters, with numbers of three at most',
  "src/platforms/playground/page/command-line.ts new RegExp(`(?<=\\\\s)(${names.map(escaped).join('|')})[:：]\\\\s*`, 'giu')":
    'names of options, each followed by one run of space',
}
