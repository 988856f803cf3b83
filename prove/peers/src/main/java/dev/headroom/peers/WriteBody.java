package dev.headroom.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A `prometheus.WriteRequest`, in Snappy's block format without any compression.
final class WriteBody {

    /* notes
     *
     * WriteRequest { repeated TimeSeries timeseries = 1; }
     * TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
     * Label { string name = 1; string value = 2; }   Sample { double value = 1; int64 timestamp = 2; }
     * Snappy: the length as a varint, then literals; a literal of up to 2^32 bytes has the tag 0xfc and its length
     * less one in four bytes.
     */

    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_64 = 1;
    private static final int LITERAL_WITH_FOUR_BYTES = 0xfc;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private WriteBody() {}

    static byte[] of(List<WrittenSeries> series) {
        var request = new WriteBody();
        series.forEach(each -> request.message(1, timeSeries(each)));
        var plain = request.bytes.toByteArray();
        var packed = new WriteBody();
        packed.varint(plain.length);
        packed.bytes.write(LITERAL_WITH_FOUR_BYTES);
        packed.bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(plain.length - 1)
                .array());
        packed.bytes.writeBytes(plain);
        return packed.bytes.toByteArray();
    }

    private static WriteBody timeSeries(WrittenSeries series) {
        var body = new WriteBody();
        series.labels().asMap().forEach((name, value) -> {
            var label = new WriteBody();
            label.text(1, name);
            label.text(2, value);
            body.message(1, label);
        });
        for (int i = 0; i < series.samples().size(); i++) {
            var sample = new WriteBody();
            sample.number(1, series.samples().value(i));
            sample.varint(2 << 3);
            sample.varint(series.samples().timestamp(i));
            body.message(2, sample);
        }
        return body;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private void message(int field, WriteBody body) {
        varint(field << 3 | LENGTH_DELIMITED);
        varint(body.bytes.size());
        bytes.writeBytes(body.bytes.toByteArray());
    }

    private void text(int field, String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        varint(field << 3 | LENGTH_DELIMITED);
        varint(encoded.length);
        bytes.writeBytes(encoded);
    }

    private void number(int field, double value) {
        varint(field << 3 | FIXED_64);
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Double.doubleToRawLongBits(value))
                .array());
    }
}
