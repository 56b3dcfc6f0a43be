/** Attributes of the document, past the properties of built-in components. */

const { setAttribute, removeAttribute } = Element.prototype

/** Set a DOM attribute, or remove it if the value is null. */
export function setDomAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) removeAttribute.call(element, name)
  else setAttribute.call(element, name, value)
}
