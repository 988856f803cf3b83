package dev.headroom.processes;

import dev.headroom.workloads.ContainerSpec;
import dev.headroom.workloads.PodTemplate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/// Names as the controllers of Kubernetes make them: `inference-7c9f8d6b5-x2k4q`, from a hash of the template and five
/// letters of chance.
final class Naming {

    /// No vowels and nothing that looks like one, so that no name is a word (`apimachinery`'s `rand` package).
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;

    private final SplittableRandom chance;

    Naming(long seed) {
        this.chance = new SplittableRandom(seed);
    }

    static String replicaSet(String deployment, PodTemplate template) {
        return deployment + "-" + hash(template);
    }

    /// The value of label `pod-template-hash`.
    static String hash(PodTemplate template) {
        var text = new StringBuilder()
                .append(new TreeMap<>(template.labels()))
                .append(new TreeMap<>(template.annotations()));
        for (var containers : List.of(template.initContainers(), template.containers())) {
            containers.forEach(container -> describe(container, text));
        }
        // FNV-1a with 32 bits, as Kubernetes.
        int hash = 0x811c9dc5;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        var encoded = new StringBuilder();
        Integer.toUnsignedString(hash)
                .chars()
                .forEach(digit -> encoded.append(LETTERS.charAt(digit % LETTERS.length())));
        return encoded.toString();
    }

    private static void describe(ContainerSpec container, StringBuilder text) {
        text.append(container.name())
                .append(container.argv())
                .append(container.workingDir())
                .append(container.env())
                .append(container.ports())
                .append(new TreeMap<>(container.resources().requests()))
                .append(new TreeMap<>(container.resources().limits()));
    }

    String pod(String replicaSet) {
        var name = new StringBuilder(replicaSet).append('-');
        for (int i = 0; i < SUFFIX; i++) {
            name.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    String uid() {
        return new UUID(chance.nextLong(), chance.nextLong()).toString();
    }
}
