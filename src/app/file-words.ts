import type { Translate } from '#bot'
import type { FileWords } from '../platforms/file-fields.ts'

/** What every platform says of a file that a form does not take. */
export function fileWords(t: Translate): FileWords {
  return {
    fileType: (name, endings) => t('form.fileType', { name, endings: endings.join(t('list.comma')) }),
    fileSize: (name, size) => t('form.fileSize', { name, size }),
    fileMissing: t('form.fileMissing'),
  }
}
