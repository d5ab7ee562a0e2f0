const JOINER = '\u200d'
const ASKED = '\ufe0f'

const pictograms = inRange(0x23, 0x1faff).filter((sign) => /^\p{Emoji}$/u.test(sign))
const written = pictograms.map(shown)
const toned = pictograms.filter((sign) => /\p{Emoji_Modifier_Base}/u.test(sign))
const letters = inRange(0x1f1e6, 0x1f1ff)
const people = [...'👨👩🧑👦👧🧒']
/** What is joined in Unicode's list besides people of any tone; all pairs of emoji are two million, and take long. */
const heads = '⛓️ ❤️ 🍄 🍋 🏳️ 🏴 🐈 🐕 🐦 🐻 👁️ 😮 😵 😶 🙂 👯 🤼 🧞 🧟'.split(' ')
const tails =
  '💥 ♀️ ♂️ 🔥 🩹 🟫 🟩 ➡️ ⚧️ 🌈 ☠️ ⬛ 🦺 ❄️ 🗨️ ⚕️ ⚖️ ✈️ 🌾 🍳 🍼 🎓 🎤 🎨 🏫 🏭 👦 👧 💻 💼 🔧 🔬 🚀 🚒 🦯 🦰 🦱 🦲 🦳 🦼 🦽 💨 💫 🌫️ ↔️ ↕️ 🎄 🧒 🩰'.split(
    ' ',
  )

/** The emoji of Unicode's list "recommended for general interchange", sequences of two and three of them included. */
export function rgiEmoji(): readonly string[] {
  const candidates = [
    ...written,
    ...[...'0123456789#*'].map((key) => `${key}${ASKED}\u20e3`),
    ...letters.flatMap((one) => letters.map((other) => one + other)),
    ...toned.map((sign) => `${sign}\u{1f3fd}`),
    ...['gbeng', 'gbsct', 'gbwls'].map((tag) => `🏴${tagged(tag)}\u{e007f}`),
    ...pairs([...heads, ...toned.map(shown)], tails),
    ...pairs(toned, tails).map((pair) => pair.replace(JOINER, `\u{1f3fb}${JOINER}`)),
    ...pairs(people, pairs(people, people)),
    ...pairs(pairs(people, people), pairs(people, people)),
    ...pairs(pairs(people, [`❤${ASKED}`]), [...people, ...pairs(['💋'], people)]),
    ...pairs(pairs(toned, [`♀${ASKED}`, `♂${ASKED}`]), [`➡${ASKED}`]),
  ]
  return candidates.filter((text) => /^\p{RGI_Emoji}$/v.test(text))
}

function pairs(ones: readonly string[], others: readonly string[]): readonly string[] {
  return ones.flatMap((one) => others.map((other) => one + JOINER + other))
}

function tagged(letters: string): string {
  return [...letters].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
}

function inRange(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
}

/** As an emoji also where it is text by itself. */
function shown(sign: string): string {
  return /\p{Emoji_Presentation}/u.test(sign) ? sign : sign + ASKED
}
