// Owns the colours that are drawn on canvases: the custom properties of css/theme.css, resolved once per theme.

let probe = null;
let known = new Map();

/** The colour `--name` in the current theme, as a canvas takes it. */
export function colour(name) {
    if (!known.has(name)) {
        if (probe === null) {
            probe = document.createElement('span');
            probe.hidden = true;
            document.body.append(probe);
        }
        probe.style.color = `var(--${name})`;
        known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
}

export function forgetColours() {
    known = new Map();
}
