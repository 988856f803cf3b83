// Owns the theme: follows the system, light or dark; the choice is stored in this browser.

const STORED = 'headroom.theme';
const NAMES = {system: 'System theme', light: 'Light theme', dark: 'Dark theme'};
const SIGNS = {system: '◐', light: '○', dark: '●'};
const NEXT = {system: 'light', light: 'dark', dark: 'system'};

/** Makes `button` walk through the themes; `changed` is called whenever colours change, by hand or by the system. */
export function theme(button, changed) {
    let current = document.documentElement.dataset.theme ?? 'system';

    function apply() {
        if (current === 'system') {
            delete document.documentElement.dataset.theme;
        } else {
            document.documentElement.dataset.theme = current;
        }
        button.textContent = SIGNS[current];
        button.setAttribute('aria-label', `${NAMES[current]}; switch to ${NAMES[NEXT[current]].toLowerCase()}`);
        button.title = NAMES[current];
    }

    button.addEventListener('click', () => {
        current = NEXT[current];
        try {
            localStorage.setItem(STORED, current);
        } catch {
            // Storage is forbidden: the choice lasts as long as the page.
        }
        apply();
        changed();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
    apply();
}
