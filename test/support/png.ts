import { writeFileSync } from 'node:fs'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/**
 * The size of a picture in its own pixels.
 * @throws Error where the bytes are no PNG
 */
export function sizeOfPng(data: Uint8Array): Readonly<{ width: number; height: number }> {
  const bytes = Buffer.from(data)
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw new Error('no PNG')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Leaves a picture in the folder PICTURES_TO names, where somebody wants to look at it. */
export function keepPng(name: string, data: Uint8Array): void {
  const folder = process.env.PICTURES_TO
  if (folder) writeFileSync(`${folder}/${name}.png`, data)
}
