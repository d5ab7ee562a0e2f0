import { action, type Form, type FormField, LANGUAGES, type Language, type Translate } from '#bot'
import { PROBLEM_FILE_MAX_BYTES } from '../../../content/problem-file.ts'
import type { StandingProblem } from '../store.ts'

/** Longer than any slug, so that a too long one is refused with a sentence and not cut. */
const MAX_TYPED_SLUG = 60

/** @param slug the slug that was typed before, where the file was refused */
export function addForm(t: Translate, language: Language, slug?: string): Form {
  return {
    action: action('problem.added'),
    title: t('problem.form.add'),
    intro: t('problem.form.intro'),
    submit: t('problem.form.submit'),
    fields: [
      fileField(t),
      {
        kind: 'text',
        id: 'slug',
        label: t('problem.form.slug'),
        help: t('problem.form.slugHelp'),
        required: false,
        multiline: false,
        maxLength: MAX_TYPED_SLUG,
        ...(slug && { value: slug }),
      },
      languageField(t, language),
    ],
  }
}

/** The form carries the version that it replaces, so that a concurrent edit is detected. */
export function editForm(
  t: Translate,
  { slug, version, language }: Pick<StandingProblem, 'slug' | 'version' | 'language'>,
): Form {
  return {
    action: action('problem.edited', slug, version),
    title: t('problem.form.edit'),
    intro: t('problem.form.editIntro', { slug }),
    submit: t('problem.form.submit'),
    fields: [fileField(t), languageField(t, language)],
  }
}

function fileField(t: Translate): FormField {
  return {
    kind: 'file',
    id: 'file',
    label: t('problem.form.file'),
    help: t('problem.form.fileHelp'),
    required: true,
    accept: ['.md'],
    maxBytes: PROBLEM_FILE_MAX_BYTES,
  }
}

function languageField(t: Translate, value: Language): FormField {
  return {
    kind: 'choice',
    id: 'language',
    label: t('problem.form.language'),
    required: true,
    choices: LANGUAGES.map((language) => ({ value: language, label: t(`language.${language}`) })),
    value,
  }
}
