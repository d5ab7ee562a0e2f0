import type { Action, Form, FormField, Language, Translate } from '#bot'
import type { Rubric } from '../../../content/rubric.ts'
import { COMMENT_MAX, NO_VOTE, type Scores } from '../rules.ts'

/** The rubric as a form, with the person's earlier scores. `readScores` reads it. */
export function rubricForm(
  rubric: Rubric,
  language: Language,
  t: Translate,
  options: Readonly<{ action: Action; intro: string; before?: Scores | undefined }>,
): Form {
  const { action, intro, before } = options
  const criteria = rubric.criteria.map((criterion): FormField => {
    const level = before?.levels[criterion.id]
    return {
      kind: 'choice',
      id: criterion.id,
      label: criterion.name[language],
      required: false,
      ...(level && { value: String(level) }),
      choices: [
        ...criterion.levels.map(({ level, short }) => ({
          value: String(level),
          label: short[language],
          description: levelName(rubric, level, language),
        })),
        { value: NO_VOTE, label: t('score.noVote') },
      ],
    }
  })
  const comment: FormField = {
    kind: 'text',
    id: 'comment',
    label: t('score.comment'),
    help: t('score.commentHelp'),
    required: false,
    multiline: true,
    maxLength: COMMENT_MAX,
    ...(before?.comment && { value: before.comment }),
  }
  return { action, title: t('score.title'), intro, submit: t('score.submit'), fields: [...criteria, comment] }
}

/** Such as `3 · Hire`. */
export function levelName(rubric: Rubric, level: number, language: Language): string {
  const named = rubric.levels.find((entry) => entry.level === level)
  return named ? `${level} · ${named.name[language]}` : String(level)
}
