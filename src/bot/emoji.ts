/** Variation selectors, in which platforms differ, and skin tones. */
const LOOKS = /[\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}]/gu
/** Joined to a person, it makes a woman or a man of them. */
const GENDER = /\u200D[♀♂]/gu
/** A woman or a man to whom something is joined, such as a profession. */
const PERSON = /^[👩👨](?=\u200D)/u

/** An emoji without skin tone, gender and variation selector, which mean nothing to the bot. */
export function plainEmoji(emoji: string): string {
  return emoji.replace(LOOKS, '').replace(GENDER, '').replace(PERSON, '🧑')
}

/** Whether one person can react with it several times, in other skin tones or genders. */
export function hasVariants(emoji: string): boolean {
  return /\p{Emoji_Modifier_Base}/u.test(emoji)
}
