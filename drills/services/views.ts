export type Views<T extends object, View extends object> = Readonly<{
  of(thing: T): View
  /** @throws Error for what is of another service */
  from(view: View): T
}>

/** Each thing of a service's as the drill sees it, made once, and what it was made from. */
export function createViews<T extends object, View extends object>(make: (thing: T) => View): Views<T, View> {
  const views = new WeakMap<T, View>()
  const things = new WeakMap<View, T>()
  return {
    of(thing: T): View {
      const known = views.get(thing)
      if (known) return known
      const view = make(thing)
      views.set(thing, view)
      things.set(view, thing)
      return view
    },
    from(view: View): T {
      const thing = things.get(view)
      if (!thing) throw new Error('this is not of this service')
      return thing
    },
  }
}

/** @param key a delivery's number and its part, such as `17.0` */
export function readKey(key: string | undefined): readonly [number, number] | undefined {
  const [id, part] = key?.split('.').map(Number) ?? []
  return id === undefined || part === undefined ? undefined : [id, part]
}
