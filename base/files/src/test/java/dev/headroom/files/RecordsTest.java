package dev.headroom.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final List<String> TEXTS = List.of("first", "", "a second one that is longer", "third", "last");

    private record Reading(List<String> texts, List<Records.Found.Damaged> damage) {}

    private static byte[] written() {
        var out = new ByteWriter(0);
        for (var text : TEXTS) {
            int start = Records.begin(out);
            out.raw(text.getBytes(StandardCharsets.UTF_8), 0, text.length());
            Records.end(out, start);
        }
        return out.toArray();
    }

    private static Reading read(byte[] bytes) {
        var reading = new Reading(new ArrayList<>(), new ArrayList<>());
        var records = new Records(MemorySegment.ofArray(bytes), 0);
        while (true) {
            switch (records.next()) {
                case Records.Found.Whole(long _, var payload) -> reading.texts.add(
                        new String(payload.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
                case Records.Found.Damaged damaged -> reading.damage.add(damaged);
                case Records.Found.End _ -> {
                    return reading;
                }
            }
        }
    }

    @Test
    void recordsComeBackInTheirOrder() {
        assertEquals(TEXTS, read(written()).texts());
        assertEquals(List.of(), read(written()).damage());
    }

    @Test
    void aFlippedBitAnywhereLosesOneRecordAndSaysWhere() {
        var whole = written();
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            var bytes = whole.clone();
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            var reading = read(bytes);
            assertEquals(TEXTS.size() - 1, reading.texts().size(), "bit " + bit);
            assertTrue(TEXTS.containsAll(reading.texts()), "bit " + bit);
            assertEquals(1, reading.damage().size(), "bit " + bit);
            var damage = reading.damage().getFirst();
            int at = bit / Byte.SIZE;
            assertTrue(damage.position() <= at && at < damage.position() + damage.length(), "bit " + bit);
        }
    }

    @Test
    void aFileThatIsCutOffAnywhereLosesOnlyTheRecordThatWasCut() {
        var whole = written();
        for (int length = 0; length < whole.length; length++) {
            var reading = read(Arrays.copyOf(whole, length));
            assertEquals(TEXTS.subList(0, reading.texts().size()), reading.texts(), "length " + length);
            reading.damage().forEach(damage -> assertTrue(damage.atEnd()));
            assertTrue(reading.damage().size() <= 1);
        }
    }

    @Test
    void aLengthBeyondTheFileIsDamageAndNotMemory() {
        var out = new ByteWriter(0);
        int start = Records.begin(out);
        Records.end(out, start);
        out.replaceU32(4, Integer.MAX_VALUE);
        out.replaceU32(12, out.checksum(0, 12));
        var records = new Records(MemorySegment.ofArray(out.toArray()), 0);
        assertInstanceOf(Records.Found.Damaged.class, records.next());
        assertInstanceOf(Records.Found.End.class, records.next());
    }
}
