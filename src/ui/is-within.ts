/** Whether an event's target is the element with this id, or inside it. */
export function isWithin(target: EventTarget | null, id: string): boolean {
  return target instanceof Node && document.getElementById(id)?.contains(target) === true
}
