/** Reviews per author, and reviewers per submission. */
export const REVIEWS = 2

/** An author is asked to review another's submission. People are known by their platform's id. */
export type ReviewPair = Readonly<{ author: string; reviewer: string; done: boolean }>

export type Assignment = Readonly<{ add: readonly Pair[]; remove: readonly Pair[] }>

type Pair = Readonly<{ author: string; reviewer: string }>

/**
 * Takes one more submission into the exchange so that every submission has two reviewers and every submitter
 * two reviews, as far as there are others. The newcomer is put between two pairs that have not begun:
 * where A was to review B, A now reviews the newcomer, and the newcomer B. A review that was written stays.
 * @param authors in the order of their submissions, without the newcomer
 */
export function admit(
  newcomer: string,
  authors: readonly string[],
  requests: readonly ReviewPair[],
): Assignment {
  const add: Pair[] = []
  const remove: Pair[] = []
  const standing = () => [
    ...requests.filter((each) => !remove.some((pair) => samePair(pair, each))),
    ...add.map((pair) => ({ ...pair, done: false })),
  ]
  const has = (pair: Pair) => standing().some((each) => samePair(each, pair))
  const given = (person: string) => standing().filter(({ reviewer }) => reviewer === person).length
  const received = (person: string) => standing().filter(({ author }) => author === person).length
  const ask = (reviewer: string, author: string) => add.push({ reviewer, author })

  // First authors who lack a review or a reviewer: nobody loses one.
  for (const other of fewest(authors, given))
    if (given(other) < REVIEWS && received(newcomer) < REVIEWS && !has({ reviewer: other, author: newcomer }))
      ask(other, newcomer)
  for (const other of fewest(authors, received))
    if (received(other) < REVIEWS && given(newcomer) < REVIEWS && !has({ reviewer: newcomer, author: other }))
      ask(newcomer, other)

  // Then between two pairs that have not begun.
  for (const pair of requests) {
    if (received(newcomer) >= REVIEWS || given(newcomer) >= REVIEWS) break
    const fits =
      !pair.done &&
      !has({ reviewer: pair.reviewer, author: newcomer }) &&
      !has({ reviewer: newcomer, author: pair.author })
    if (!fits) continue
    remove.push({ reviewer: pair.reviewer, author: pair.author })
    ask(pair.reviewer, newcomer)
    ask(newcomer, pair.author)
  }

  // If all have begun, some review a third.
  for (const other of fewest(authors, given))
    if (received(newcomer) < REVIEWS && !has({ reviewer: other, author: newcomer })) ask(other, newcomer)
  for (const other of fewest(authors, received))
    if (given(newcomer) < REVIEWS && !has({ reviewer: newcomer, author: other })) ask(newcomer, other)
  return { add, remove }
}

/**
 * Takes a withdrawn submission out of the exchange: its reviewers take over the reviews that its author had not
 * begun, so that no other submission loses a reviewer.
 * @param authors those that remain
 */
export function dismiss(
  leaver: string,
  authors: readonly string[],
  requests: readonly ReviewPair[],
): Assignment {
  const remove = requests.filter(({ author, reviewer, done }) => !done && [author, reviewer].includes(leaver))
  const remaining = requests.filter((each) => !remove.includes(each))
  const add: Pair[] = []
  const given = (person: string) =>
    [...remaining, ...add].filter(({ reviewer, author }) => reviewer === person && author !== leaver).length
  const has = (pair: Pair) => [...remaining, ...add].some((each) => samePair(each, pair))
  for (const { author } of remove.filter(({ reviewer }) => reviewer === leaver)) {
    const free = fewest(authors, given).find(
      (person) => person !== author && !has({ reviewer: person, author }),
    )
    if (free !== undefined) add.push({ reviewer: free, author })
  }
  return { add, remove: remove.map(({ author, reviewer }) => ({ author, reviewer })) }
}

/** Fewest first; among equals the earlier one. */
function fewest(people: readonly string[], count: (person: string) => number): readonly string[] {
  return people
    .map((person) => ({ person, n: count(person) }))
    .sort((a, b) => a.n - b.n)
    .map(({ person }) => person)
}

function samePair(a: Pair, b: Pair): boolean {
  return a.author === b.author && a.reviewer === b.reviewer
}
