/** Diagrams that are meant to hurt, or do so by accident. */
export const BOMBS: Readonly<Record<string, string>> = {
  '10,000 nodes': `flowchart TD\n${many(10_000, (i) => `n${i}`)}`,
  '10,000 nodes in a chain': `flowchart LR\n${many(10_000, (i) => `n${i}`, '-->')}`,
  'more nodes than are drawn': `flowchart TD\n${many(400, (i) => `n${i}[Node ${i}]`)}`,
  'more edges than are drawn': `flowchart TD\n${many(40, (i) => `a${i}`, ' & ')} --> ${many(40, (i) => `b${i}`, ' & ')}`,
  'everybody with everybody': `flowchart LR\n${many(17, (i) => `a${i}`, ' & ')} --> ${many(17, (i) => `a${i}`, ' & ')}`,
  'as many of all as are drawn': `flowchart TD\n${many(300, (i) => `n${(i * 7) % 150}["Node ${(i * 7) % 150}"] -->|${i}| n${(i * 31 + 11) % 150}`)}`,
  'deep nesting': `flowchart TD\n${many(200, (i) => `subgraph s${i}`)}\nA\n${many(200, () => 'end')}`,
  'deep nesting in short': `flowchart TD\n${many(1500, () => 'subgraph')}`,
  'groups within groups of one name': `flowchart TD\n${many(20, () => 'subgraph a')}\na\n${many(20, () => 'end')}`,
  'a group in itself, in a ring': 'flowchart TD\nsubgraph a\nb\nend\nsubgraph b\nc\nend\nsubgraph c\na\nend',
  'a huge label': `flowchart TD\nA["${'word '.repeat(3000)}"]`,
  'a label without spaces': `flowchart TD\nA["${'w'.repeat(400)}"] -->|"${'字'.repeat(400)}"| B`,
  'a hundred large labels': `flowchart TD\n${many(48, (i) => `n${i}["${'long word '.repeat(38)}"]`)}`,
  'a million characters': `flowchart TD\n${'%% nothing\n'.repeat(100_000)}`,
  'a million brackets': `flowchart TD\n${'[('.repeat(500_000)}`,
  'as many brackets as are read': `flowchart TD\nA${'['.repeat(19_000)}`,
  'as many quotes as are read': `flowchart TD\nA${'["'.repeat(9_000)}`,
  'spaces that make patterns slow': `flowchart TD\nA${' '.repeat(19_000)}B`,
  'dashes that make patterns slow': `flowchart TD\nA${'-'.repeat(19_000)}B`,
  'a comment that does not end': `%%{init: ${'{'.repeat(18_000)}\nflowchart TD\nA`,
  'comments that make patterns slow': `${'%%{ '.repeat(4_900)}\nflowchart TD`,
  'front matter that grows': `---\n${many(20, (i) => `a${i}: &a${i} [${many(8, () => (i === 0 ? 'x' : `*a${i - 1}`), ',')}]`)}\ntitle: *a19\n---\nflowchart TD\nA`,
  'shape data that grows': `flowchart TD\nA@{ ${many(12, (i) => `a${i}: &a${i} [${many(8, () => (i === 0 ? 'x' : `*a${i - 1}`), ',')}]`, ', ')} }`,
  'a script': 'flowchart TD\nA["<script>while(true){}</script>"] --> B["<img src=x onerror=alert(1)>"]',
  'an address in a style':
    'flowchart TD\nA\nstyle A fill:url(http://127.0.0.1:9/x),stroke:red"/><image href="file:///etc/passwd"/>',
  'a picture to be fetched':
    'flowchart TD\nA@{ img: "http://127.0.0.1:9/x.png", label: "x", w: 99999, h: 99999 }',
  'markup that closes ours': 'flowchart TD\nA["</text></svg><svg onload=alert(1)>&amp;&lt;&#0;&#x1F600;"]',
  'entities that grow': `flowchart TD\nA["${'#lt;'.repeat(90)}"]`,
  'names of the machinery':
    'flowchart TD\n__proto__ --> constructor --> hasOwnProperty --> toString\nsubgraph prototype\n__proto__\nend',
  'half of a character': 'flowchart TD\nA["\ud800 \u0000 \u202e \ufdd0 \u{10ffff}"]',
  'letters with many marks': `flowchart TD\nA["${`e${'\u0301'.repeat(60)}`.repeat(6)}"]`,
  'configuration that lifts limits': `%%{init: {"maxTextSize": 1e9, "maxEdges": 1e9, "securityLevel": "loose"}}%%\nflowchart TD\n${many(40, (i) => `a${i}`, ' & ')} --> ${many(40, (i) => `b${i}`, ' & ')}`,
  'edges to nothing': 'flowchart TD\nlinkStyle 99999999 stroke:red\nA --> B',
  'very long edges': `flowchart TD\nA ${'-'.repeat(9000)}> B`,
}

function many(count: number, line: (index: number) => string, between = '\n'): string {
  return Array.from({ length: count }, (_, index) => line(index)).join(between)
}
