/**
 * Walking the page safely. A form's controls hide its properties: in
 * `<form><input name="parentNode"></form>` the form's `parentNode` is that input, and a loop
 * upward would never end. So what a walk depends on is read through the prototypes.
 */

/**
 * @template V
 * @param {object} prototype
 * @param {string} name
 * @returns {(node: Node) => V}
 */
function reader(prototype, name) {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (!get) throw new Error(`no ${name}`);
  return (node) => Reflect.apply(get, node, []);
}

/** @type {(node: Node) => Node | null} */
export const parentNode = reader(Node.prototype, "parentNode");

/** @type {(node: Node) => Node | null} */
export const lastChild = reader(Node.prototype, "lastChild");

/** @type {(node: Node) => Node | null} */
export const previousSibling = reader(Node.prototype, "previousSibling");

/** @type {(element: Node) => string} */
export const localName = reader(Element.prototype, "localName");

/** @type {(element: Node) => NamedNodeMap} */
export const attributes = reader(Element.prototype, "attributes");

/** @type {(element: Node) => ShadowRoot | null} */
export const shadowRoot = reader(Element.prototype, "shadowRoot");

/**
 * A node and all it lies in, shadow roots and their hosts included, innermost first.
 * @param {Node} node
 * @returns {Generator<Node, void>}
 */
export function* upward(node) {
  let at = /** @type {Node | null} */ (node);
  while (at) {
    yield at;
    at = at instanceof ShadowRoot ? at.host : parentNode(at);
  }
}

/**
 * The element that an element lies in; a shadow root's host for what is directly inside.
 * @param {Element} element
 * @returns {Element | null}
 */
export function parentElement(element) {
  for (const up of upward(element)) if (up !== element && up instanceof Element) return up;
  return null;
}
