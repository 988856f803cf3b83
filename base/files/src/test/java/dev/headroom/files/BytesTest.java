package dev.headroom.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BytesTest {

    private static final long[] NUMBERS = {
        0, 1, -1, 63, 64, -64, -65, 127, 128, 16_383, 16_384, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
    };

    @Test
    void numbersComeBack() throws DamagedException {
        var out = new ByteWriter(0);
        for (long number : NUMBERS) {
            out.variable(number).signed(number).u64(number).u32((int) number).u8((int) number & 0xff);
        }
        out.block(new byte[] {1, 2, 3});
        var bytes = out.toArray();
        var in = new ByteReader(bytes, 0, bytes.length);
        for (long number : NUMBERS) {
            assertEquals(number, in.variable());
            assertEquals(number, in.signed());
            assertEquals(number, in.u64());
            assertEquals((int) number, in.u32());
            assertEquals((int) number & 0xff, in.u8());
        }
        assertArrayEquals(new byte[] {1, 2, 3}, in.block());
        assertFalse(in.hasMore());
    }

    @Test
    void smallNumbersAreShort() {
        assertEquals(1, new ByteWriter(0).signed(-64).size());
        assertEquals(2, new ByteWriter(0).signed(64).size());
        assertEquals(1, new ByteWriter(0).variable(127).size());
    }

    @Test
    void whatIsNotThereIsDamage() {
        assertThrows(DamagedException.class, () -> reader().u8());
        assertThrows(DamagedException.class, () -> reader(1, 2, 3).u32());
        assertThrows(DamagedException.class, () -> reader(0x80).variable());
        assertThrows(DamagedException.class, () -> reader(5, 1, 2).block());
        assertThrows(DamagedException.class,
                () -> reader(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1).variable());
        assertThrows(DamagedException.class, () -> reader(-1, -1, -1, -1, -1, -1, -1, -1, -1, 1).count());
    }

    private static ByteReader reader(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new ByteReader(bytes, 0, bytes.length);
    }
}
