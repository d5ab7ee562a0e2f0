import { plainEmoji } from '#bot'

/** Slack's names of the emoji that have a meaning to the bot, or that people like to use. The first name is the one it writes. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '0️⃣': ['zero'],
  '1️⃣': ['one'],
  '2️⃣': ['two'],
  '3️⃣': ['three'],
  '4️⃣': ['four'],
  '5️⃣': ['five'],
  '6️⃣': ['six'],
  '7️⃣': ['seven'],
  '8️⃣': ['eight'],
  '9️⃣': ['nine'],
  '🔟': ['keycap_ten'],
  '👍': ['+1', 'thumbsup'],
  '👎': ['-1', 'thumbsdown'],
  '👏': ['clap'],
  '🙌': ['raised_hands'],
  '🙏': ['pray'],
  '👋': ['wave'],
  '💪': ['muscle'],
  '✋': ['hand', 'raised_hand'],
  '👀': ['eyes'],
  '❤️': ['heart'],
  '🎉': ['tada'],
  '🤔': ['thinking_face'],
  '😂': ['joy'],
  '😄': ['smile'],
  '😅': ['sweat_smile'],
  '😮': ['open_mouth'],
  '🔥': ['fire'],
  '🚀': ['rocket'],
  '💯': ['100'],
  '💡': ['bulb'],
  '⭐': ['star'],
  '✅': ['white_check_mark'],
  '✔️': ['heavy_check_mark'],
  '❌': ['x'],
  '❓': ['question'],
  '❗': ['exclamation', 'heavy_exclamation_mark'],
  '➕': ['heavy_plus_sign'],
  '➖': ['heavy_minus_sign'],
  '⚠️': ['warning'],
  '🔒': ['lock'],
  '🔓': ['unlock'],
  '📌': ['pushpin'],
  '📝': ['memo', 'pencil'],
  '📊': ['bar_chart'],
  '⏱️': ['stopwatch'],
  '⏳': ['hourglass_flowing_sand'],
  '⏸️': ['double_vertical_bar'],
  '▶️': ['arrow_forward'],
  '⏭️': ['black_right_pointing_double_triangle_with_vertical_bar'],
  '🟢': ['large_green_circle'],
  '🟡': ['large_yellow_circle'],
  '🔴': ['red_circle'],
  '🎯': ['dart'],
  '🏢': ['office'],
  '🔄': ['arrows_counterclockwise'],
  '🛒': ['shopping_trolley', 'shopping_cart'],
  '🤹': ['juggling'],
  '🤖': ['robot_face'],
  '🙈': ['see_no_evil'],
  '🔕': ['no_bell'],
}

const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([emoji, names]) => names.map((name) => [name, emoji] as const)),
)
const BY_EMOJI: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).map(([emoji, [name = '']]) => [plainEmoji(emoji), name]),
)

/**
 * The emoji of a reaction's name, whatever the skin tone and gender. Undefined for a workspace's custom emoji and
 * unknown names.
 */
export function emojiOf(name: string): string | undefined {
  const plain = name.replace(/(?:::skin-tone-[\d-]{1,3})$/u, '')
  // `woman-juggling` is `juggling`, and `man-raising-hand` would be `raising_hand`.
  const person = plain.replace(/^(?:woman|man|female|male)-/u, '')
  return BY_NAME.get(plain) ?? BY_NAME.get(person) ?? BY_NAME.get(person.replaceAll('-', '_'))
}

/** Slack's name of an emoji, whatever its skin tone, gender and variation selector. Undefined if there is none. */
export function nameOfEmoji(emoji: string): string | undefined {
  return BY_EMOJI.get(plainEmoji(emoji))
}
