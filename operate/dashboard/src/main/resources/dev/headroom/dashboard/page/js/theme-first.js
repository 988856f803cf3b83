// Sets the stored theme before the first paint. A classic script, because modules run after it; theme.js owns the rest.
(function () {
    'use strict';
    try {
        const stored = localStorage.getItem('headroom.theme');
        if (stored === 'light' || stored === 'dark') {
            document.documentElement.dataset.theme = stored;
        }
    } catch {
        // Storage is forbidden: the page follows the system.
    }
})();
