package dev.headroom.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackerTest {

    private static byte[] packed(byte[] bytes) {
        var from = new ByteWriter(bytes.length).raw(bytes, 0, bytes.length);
        var to = new ByteWriter(bytes.length);
        try (var packer = new Packer()) {
            packer.pack(new ByteWriter(1).u8(7), new ByteWriter(1));
            packer.pack(from, to);
        }
        return to.toArray();
    }

    private static byte[] unpacked(byte[] bytes) throws DamagedException {
        var rest = Packer.unpack(new ByteReader(bytes, 0, bytes.length)).rest();
        var all = new byte[rest.remaining()];
        rest.get(all);
        return all;
    }

    @Test
    void whatWasPackedComesBackWhateverItIs() throws DamagedException {
        var random = new Random(1);
        for (int size : new int[] {0, 1, 100, 20_000, 300_000}) {
            var noise = new byte[size];
            random.nextBytes(noise);
            assertArrayEquals(noise, unpacked(packed(noise)));
            assertArrayEquals(new byte[size], unpacked(packed(new byte[size])));
        }
    }

    @Test
    void whatRepeatsBecomesShort() {
        assertTrue(packed(new byte[100_000]).length < 500);
    }

    @Test
    void bytesThatAreNotWhatWasPackedAreDamagedAndCostNoMemory() {
        var text = "the same again, the same again, the same again".repeat(10);
        var whole = packed(text.getBytes(StandardCharsets.UTF_8));
        for (int end = 0; end < whole.length; end++) {
            var part = Arrays.copyOf(whole, end);
            assertThrows(DamagedException.class, () -> unpacked(part), "the first " + end + " bytes");
        }
        var bomb = new ByteWriter(16).variable(1L << 40).u32(0).toArray();
        assertEquals(
                (1L << 40) + " bytes packed into 4",
                assertThrows(DamagedException.class, () -> unpacked(bomb)).getMessage());
        var noise = new ByteWriter(16).variable(100).u64(-1).toArray();
        assertThrows(DamagedException.class, () -> unpacked(noise));
    }
}
