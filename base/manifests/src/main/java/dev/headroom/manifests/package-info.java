/// YAML documents as trees that know where each value stands, so that whoever reads a field can say
/// `inference.yaml:14:9: spec.minReplicas: expected a whole number, got "three"`. Each module maps its own objects from
/// here; this package knows the language, not the objects.
@NullMarked
package dev.headroom.manifests;

import org.jspecify.annotations.NullMarked;
