import type { HomeView, KnownBlock, MessageMetadata, ModalView } from '@slack/types'

type OfKnownBlocks<View> = Omit<View, 'blocks'> & { blocks: KnownBlock[] }

/** What an app sends, in Slack's own types: the schema is made of this. */
export interface Payloads {
  blocks: KnownBlock[]
  modal: OfKnownBlocks<ModalView>
  home: OfKnownBlocks<HomeView>
  metadata: MessageMetadata
}
