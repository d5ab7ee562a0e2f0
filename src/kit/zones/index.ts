export { findZones, usualZones } from './find.ts'
export { zoneLabel, zoneName, zoneWithOffset } from './label.ts'
export { readZone, readZoneName } from './read.ts'
