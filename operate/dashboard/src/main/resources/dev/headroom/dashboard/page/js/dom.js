// Owns how the page is built: elements from text, never from markup, and lists that keep their nodes (and the focus in
// them) while their items change.

/**
 * An element.
 *
 * @param attributes `class`, `title`, `aria-…`, …; `on` holds listeners by event; null leaves an attribute out
 * @param children nodes or text
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name === 'on') {
            for (const [event, listener] of Object.entries(value)) {
                element.addEventListener(event, listener);
            }
        } else if (value !== null && value !== undefined) {
            element.setAttribute(name, value);
        }
    }
    element.append(...children);
    return element;
}

/** Sets the text where it differs. */
export function text(element, value) {
    const wanted = String(value);
    if (element.textContent !== wanted) {
        element.textContent = wanted;
    }
}

/** Sets or removes an attribute where it differs. */
export function attribute(element, name, value) {
    if (value === null || value === undefined || value === false) {
        element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
        element.setAttribute(name, value);
    }
}

const VIEWS = new WeakMap();

/**
 * Shows `items` in `container`, one view each. Views live as long as their key.
 *
 * @param keyOf the key of an item; of two items with one key the first is shown
 * @param create makes a view `{root, show(item)}`
 */
export function list(container, items, keyOf, create) {
    const before = VIEWS.get(container) ?? new Map();
    const wanted = new Map();
    for (const item of items) {
        const key = keyOf(item);
        if (!wanted.has(key)) {
            wanted.set(key, item);
        }
    }
    for (const [key, view] of before) {
        if (!wanted.has(key)) {
            view.root.remove();
        }
    }
    const after = new Map();
    let place = container.firstChild;
    for (const [key, item] of wanted) {
        const view = before.get(key) ?? create(item);
        view.show(item);
        after.set(key, view);
        if (view.root === place) {
            place = place.nextSibling;
        } else {
            container.insertBefore(view.root, place);
        }
    }
    VIEWS.set(container, after);
}
