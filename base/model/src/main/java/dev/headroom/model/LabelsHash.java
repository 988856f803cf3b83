package dev.headroom.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The hash by which Prometheus 3 picks a share of the series (`limit_ratio`): XXH64 over the labels in their order,
/// each name and value behind its length. The same series are picked here and there.
public final class LabelsHash {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final long PRIMES_1_AND_2 = 0x60EA27EEADC0B5D6L;

    /// Lengths from here on take three bytes more.
    private static final int LONG = 255;

    private static final double RANGE = 0x1p64;

    private LabelsHash() {}

    /// A number from 0 to 1 that depends on the labels alone.
    public static double share(Labels labels) {
        long hash = xxh64(encoded(labels));
        return (hash >= 0 ? (double) hash : ((hash >>> 1) | (hash & 1)) * 2.0) / RANGE;
    }

    private static byte[] encoded(Labels labels) {
        var bytes = new ByteArrayOutputStream();
        labels.forEach((name, value) -> {
            append(bytes, name);
            append(bytes, value);
        });
        return bytes.toByteArray();
    }

    private static void append(ByteArrayOutputStream bytes, String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length < LONG) {
            bytes.write(encoded.length);
        } else {
            bytes.write(LONG);
            bytes.write(encoded.length);
            bytes.write(encoded.length >> 8);
            bytes.write(encoded.length >> 16);
        }
        bytes.writeBytes(encoded);
    }

    /// XXH64 with seed 0 (xxHash specification, version 0.1.1).
    static long xxh64(byte[] bytes) {
        var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = PRIME_5;
        if (bytes.length >= 32) {
            long[] lanes = {PRIMES_1_AND_2, PRIME_2, 0, -PRIME_1};
            while (data.remaining() >= 32) {
                for (int i = 0; i < lanes.length; i++) {
                    lanes[i] = round(lanes[i], data.getLong());
                }
            }
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
            }
        }
        hash += bytes.length;
        while (data.remaining() >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, data.getLong()), 27) * PRIME_1 + PRIME_4;
        }
        if (data.remaining() >= 4) {
            hash = Long.rotateLeft(hash ^ ((data.getInt() & 0xFFFFFFFFL) * PRIME_1), 23) * PRIME_2 + PRIME_3;
        }
        while (data.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ ((data.get() & 0xFF) * PRIME_5), 11) * PRIME_1;
        }
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }
}
