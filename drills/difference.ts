/**
 * lost: what was confirmed is not there. doubled: it is there twice. misordered: it is there in another
 * order. wrong: something is there that follows from nothing that people did. broken: the scenario itself failed.
 */
export type Kind = 'lost' | 'doubled' | 'misordered' | 'wrong' | 'broken'

export type Difference = Readonly<{ kind: Kind; mock: string; what: string }>

/** Collects the differences of one mock. */
export type Note = (kind: Kind, what: string) => void
