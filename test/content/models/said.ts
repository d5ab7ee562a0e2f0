import { content } from '../../support/content.ts'
import { readReference } from '../reference-text.ts'

type Language = 'en' | 'zh'
export type Said = (en: RegExp, zh: RegExp) => number

/**
 * Reads figures out of a text. Each pattern captures one number, and both languages must say the same:
 * .95 and 0.95 are, and 8 % is 8.
 */
function sayings(textOf: (language: Language) => string): Said {
  const read = (language: Language, pattern: RegExp) => {
    const [, digits] = pattern.exec(textOf(language)) ?? []
    if (digits === undefined) throw new Error(`${pattern} isn't there (${language})`)
    return Number(digits.replaceAll(',', ''))
  }
  return (en, zh) => {
    const [english, chinese] = [read('en', en), read('zh', zh)]
    if (english !== chinese) throw new Error(`${english} in English, ${chinese} in Chinese: ${en}`)
    return english
  }
}

function problem(slug: string) {
  const found = content.problems.get(slug)
  if (!found) throw new Error(`${slug} is missing`)
  return found
}

/** The worked design of a problem. */
export function design(slug: string, language: Language): string {
  return problem(slug)[language].body
}

export function inDesign(slug: string): Said {
  return sayings((language) => design(slug, language))
}

/** The interviewer's facts, which the design has to respect. */
export function inFacts(slug: string): Said {
  return sayings((language) =>
    problem(slug)
      [language].facts.map(({ fact }) => fact)
      .join('\n'),
  )
}

export function inReference(slug: string): Said {
  return sayings((language) => readReference(slug, language).body)
}
