/// The template language of Go programs (`text/template`), with the printing and quoting it rests on: alerts and the
/// configuration of prometheus-adapter are written in it. Knows the language; what a template may call is given to it.
@NullMarked
package dev.headroom.gotemplate;

import org.jspecify.annotations.NullMarked;
