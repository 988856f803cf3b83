package dev.headroom.exposition;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes messages of protocol buffers for tests.
final class Message {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /// A page: each message with its length before it.
    static byte[] page(Message... families) {
        var page = new Message();
        for (var family : families) {
            page.raw(family.bytes.size());
            page.bytes.writeBytes(family.bytes());
        }
        return page.bytes();
    }

    Message raw(long number) {
        long rest = number;
        while ((rest & -0x80) != 0) {
            bytes.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    private void tag(int field, int type) {
        raw(((long) field << 3) | type);
    }

    Message whole(int field, long number) {
        tag(field, 0);
        return raw(number);
    }

    Message signed(int field, long number) {
        return whole(field, zigzag(number));
    }

    private static long zigzag(long number) {
        return (number << 1) ^ (number >> 63);
    }

    Message fraction(int field, double number) {
        tag(field, 1);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(number).array());
        return this;
    }

    Message text(int field, String text) {
        return block(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message inner) {
        return block(field, inner.bytes());
    }

    private Message block(int field, byte[] block) {
        tag(field, 2);
        raw(block.length);
        bytes.writeBytes(block);
        return this;
    }

    Message packed(int field, long... numbers) {
        var inner = new Message();
        for (long number : numbers) {
            inner.raw(zigzag(number));
        }
        return message(field, inner);
    }

    static Message family(String name, int type, Message... metrics) {
        var family = new Message().text(1, name).text(2, "help").whole(3, type);
        for (var metric : metrics) {
            family.message(4, metric);
        }
        return family;
    }

    static Message label(String name, String value) {
        return new Message().text(1, name).text(2, value);
    }

    static Message span(int offset, int length) {
        return new Message().signed(1, offset).whole(2, length);
    }

    static Message exemplar(String trace, double value, long seconds) {
        return new Message()
                .message(1, label("trace_id", trace))
                .fraction(2, value)
                .message(3, new Message().whole(1, seconds).whole(2, 250_000_000));
    }
}
