/// The page in a real Chromium: a scripted server, a page object, and what a person must be able to see and do.
@NullMarked
package dev.headroom.browser;

import org.jspecify.annotations.NullMarked;
