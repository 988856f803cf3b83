/// The values that every part of Headroom exchanges: labels, samples, matchers, Kubernetes quantities and selectors.
/// Data only: this package knows no clock, no file and no socket, and must never learn of one.
@NullMarked
package dev.headroom.model;

import org.jspecify.annotations.NullMarked;
