import htm from 'htm'
import { h, type VNode } from 'preact'

/** JSX without a build step: `html`<p class=${name}>…</p>``. Values are text or properties, never markup. */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: readonly unknown[]) => VNode
