/// What stands outside and is named in a configuration: HTTP clients with its credentials, and the files, servers and
/// name servers that list targets. Must never scrape, and never decide what a target is for.
@NullMarked
package dev.headroom.discovery;

import org.jspecify.annotations.NullMarked;
