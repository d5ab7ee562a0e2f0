import type { HomeView, KnownBlock, MessageMetadata, ModalView } from '@slack/types'

type OfKnownBlocks<View> = Omit<View, 'blocks'> & { blocks: KnownBlock[] }

/** The payloads that an app sends, in Slack's own types. The schema is generated from these. */
export interface Payloads {
  blocks: KnownBlock[]
  modal: OfKnownBlocks<ModalView>
  home: OfKnownBlocks<HomeView>
  metadata: MessageMetadata
}
