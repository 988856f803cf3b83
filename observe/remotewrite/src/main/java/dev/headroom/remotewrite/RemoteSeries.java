package dev.headroom.remotewrite;

import dev.headroom.files.ByteWriter;
import dev.headroom.model.Labels;
import dev.headroom.relabel.RelabelRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A series as one receiver gets it: its labels as a message of the protocol, made once.
///
/// @param labels the fields `labels` of a `TimeSeries`
/// @param hash of the series as it is stored, which says its shard; the same in every process
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record RemoteSeries(byte[] labels, int hash) {

    private static final int LABELS = 1;
    private static final int NAME = 1;
    private static final int VALUE = 2;

    /// External labels go on first, where a series has no such label, then the rules; a series that a rule drops, or
    /// that has no label left, is not sent.
    static Optional<RemoteSeries> of(Labels stored, Map<String, String> external, List<RelabelRule> rules) {
        var all = stored;
        if (!external.isEmpty()) {
            var labels = stored.toBuilder();
            external.forEach((name, value) -> {
                if (labels.value(name).isEmpty()) {
                    labels.set(name, value);
                }
            });
            all = labels.build();
        }
        return RelabelRule.apply(rules, all)
                .filter(left -> !left.isEmpty())
                .map(left -> new RemoteSeries(message(left), stored.hashCode()));
    }

    static byte[] message(Labels labels) {
        var out = new ByteWriter(64 * labels.size());
        var label = new ByteWriter(64);
        labels.forEach((name, value) -> {
            label.clear();
            Protobuf.text(label, NAME, name.getBytes(StandardCharsets.UTF_8));
            Protobuf.text(label, VALUE, value.getBytes(StandardCharsets.UTF_8));
            Protobuf.message(out, LABELS, label);
        });
        return out.toArray();
    }
}
