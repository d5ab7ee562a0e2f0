import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Person } from '../wire.ts'
import { usePage } from './context.ts'
import { Dialog } from './dialog.ts'
import { html } from './html.ts'
import { Icon, IconButton } from './icons.ts'
import { Avatar } from './text.ts'

/** The people to be, in this tab or in a new one. */
export function People(): VNode {
  const { state, t } = usePage()
  const [renaming, setRenaming] = useState<Person | undefined>(undefined)
  return html`<section aria-labelledby="people">
    <h2 class="sidebar-title" id="people">${t('people.title')}</h2>
    <ul>${state.people.map((person) => html`<${Row} key=${person.id} person=${person} onRename=${() => setRenaming(person)} />`)}</ul>
    ${renaming && html`<${Rename} person=${renaming} onClose=${() => setRenaming(undefined)} />`}
  </section>`
}

function Row({ person, onRename }: Readonly<{ person: Person; onRename: () => void }>): VNode {
  const { me, t, switchTo } = usePage()
  const { id, name, admin } = person
  const mine = id === me
  return html`<li class="person ${mine ? 'person-me' : ''}">
    <button type="button" class="entry" data-person=${id} aria-current=${mine ? 'true' : undefined}
      title=${mine ? t('people.me', { name }) : t('people.become', { name })} onClick=${() => switchTo(id)}>
      <${Avatar} person=${id} />
      <bdi class="entry-name">${name}</bdi>
      ${admin && html`<span class="tag">${t('people.organiser')}</span>`}
      ${mine && html`<span class="tag tag-me">${t('people.you')}</span>`}
    </button>
    ${
      mine
        ? html`<${IconButton} icon="edit" label=${t('people.rename')} onClick=${onRename} />`
        : html`<a class="icon-button" href="?${new URLSearchParams({ as: id })}" target="_blank" rel="noopener"
            aria-label=${t('people.openTab', { name })} title=${t('people.openTab', { name })}><${Icon} name="window" /></a>`
    }
  </li>`
}

function Rename({ person, onClose }: Readonly<{ person: Person; onClose: () => void }>): VNode {
  const { server, t } = usePage()
  const [name, setName] = useState(person.name)
  const [problem, setProblem] = useState('')
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setProblem(t('people.noName'))
    const result = await server.call('rename', { person: person.id, name: name.trim() })
    if (result.ok) onClose()
    else setProblem(result.say)
  }
  return html`<${Dialog} title=${t('people.renameTitle')} onClose=${onClose}>
    <form class="form" novalidate onSubmit=${save}>
      <div class="form-fields"><div class="field">
        <label class="field-label" for="new-name">${t('people.name')}</label>
        <input id="new-name" type="text" autocomplete="off" value=${name} autofocus aria-describedby="new-name-problem"
          onInput=${(event: Readonly<{ currentTarget: HTMLInputElement }>) => setName(event.currentTarget.value)} />
        <p class="field-problem" id="new-name-problem" role="alert">${problem}</p>
      </div></div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t('message.cancel')}</button>
        <button type="submit" class="button button-primary">${t('message.save')}</button>
      </footer>
    </form>
  </${Dialog}>`
}
