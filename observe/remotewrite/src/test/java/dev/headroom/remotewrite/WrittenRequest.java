package dev.headroom.remotewrite;

import dev.headroom.files.ByteReader;
import dev.headroom.files.DamagedException;
import dev.headroom.model.Labels;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A request as a receiver reads it, with a reader of its own.
///
/// @param histograms series of native histograms, a time each
record WrittenRequest(
        List<Sample> samples, List<Labels> histograms, List<Exemplar> exemplars, List<Metric> metadata) {

    record Sample(Labels series, long timestampMillis, double value) {}

    record Exemplar(Labels series, Labels labels, long timestampMillis, double value) {}

    record Metric(int type, String family, String help, String unit) {}

    static WrittenRequest read(byte[] packed) {
        try {
            var out = Unpooled.buffer();
            new Snappy().decode(Unpooled.wrappedBuffer(packed), out);
            var bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            return message(bytes);
        } catch (DamagedException damaged) {
            throw new AssertionError("a request that cannot be read", damaged);
        }
    }

    private static WrittenRequest message(byte[] bytes) throws DamagedException {
        var samples = new ArrayList<Sample>();
        var histograms = new ArrayList<Labels>();
        var exemplars = new ArrayList<Exemplar>();
        var metadata = new ArrayList<Metric>();
        var in = new ByteReader(bytes, 0, bytes.length);
        while (in.hasMore()) {
            switch ((int) in.variable()) {
                case 1 << 3 | 2 -> series(in.block(), new WrittenRequest(samples, histograms, exemplars, metadata));
                case 3 << 3 | 2 -> metadata.add(metric(in.block()));
                default -> throw new AssertionError("an unknown field");
            }
        }
        return new WrittenRequest(samples, histograms, exemplars, metadata);
    }

    private static void series(byte[] bytes, WrittenRequest to) throws DamagedException {
        var labels = Labels.builder();
        var in = new ByteReader(bytes, 0, bytes.length);
        while (in.hasMore()) {
            switch ((int) in.variable()) {
                case 1 << 3 | 2 -> {
                    var label = texts(in.block());
                    labels.set(label.get(0), label.get(1));
                }
                case 4 << 3 | 2 -> {
                    in.block();
                    to.histograms().add(labels.build());
                }
                case 3 << 3 | 2 -> to.exemplars().add(exemplar(labels.build(), in.block()));
                case 2 << 3 | 2 -> to.samples().add(sample(labels.build(), in.block()));
                default -> throw new AssertionError("an unknown field" + " of a time series");
            }
        }
    }

    private static List<String> texts(byte[] bytes) throws DamagedException {
        var in = new ByteReader(bytes, 0, bytes.length);
        var texts = new ArrayList<String>();
        while (in.hasMore()) {
            in.variable();
            texts.add(new String(in.block(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Sample sample(Labels labels, byte[] bytes) throws DamagedException {
        var in = new ByteReader(bytes, 0, bytes.length);
        double value = 0;
        long timestamp = 0;
        while (in.hasMore()) {
            switch ((int) in.variable()) {
                case 1 << 3 | 1 -> value = Double.longBitsToDouble(in.u64());
                case 2 << 3 -> timestamp = in.variable();
                default -> throw new AssertionError("an unknown field" + " of a sample");
            }
        }
        return new Sample(labels, timestamp, value);
    }

    private static Exemplar exemplar(Labels series, byte[] bytes) throws DamagedException {
        var in = new ByteReader(bytes, 0, bytes.length);
        var labels = Labels.builder();
        double value = 0;
        long timestamp = 0;
        while (in.hasMore()) {
            switch ((int) in.variable()) {
                case 1 << 3 | 2 -> {
                    var label = texts(in.block());
                    labels.set(label.get(0), label.get(1));
                }
                case 2 << 3 | 1 -> value = Double.longBitsToDouble(in.u64());
                case 3 << 3 -> timestamp = in.variable();
                default -> throw new AssertionError("an unknown field of an exemplar");
            }
        }
        return new Exemplar(series, labels.build(), timestamp, value);
    }

    private static Metric metric(byte[] bytes) throws DamagedException {
        var in = new ByteReader(bytes, 0, bytes.length);
        in.variable();
        int type = (int) in.variable();
        var texts = new ArrayList<String>();
        while (in.hasMore()) {
            in.variable();
            texts.add(new String(in.block(), StandardCharsets.UTF_8));
        }
        return new Metric(type, texts.get(0), texts.get(1), texts.get(2));
    }
}
