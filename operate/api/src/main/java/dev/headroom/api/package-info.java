/// The HTTP API of Prometheus as functions from requests to answers: queries, series, rules, targets, status and
/// `/federate`, with its words for what is wrong. Owns what is read from the outside; must never open a socket.
@NullMarked
package dev.headroom.api;

import org.jspecify.annotations.NullMarked;
