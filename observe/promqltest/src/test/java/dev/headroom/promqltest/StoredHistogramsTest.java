package dev.headroom.promqltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What scripts load is the same in a real head: numbers, histograms, stale markers, and what is known about counter
/// resets between them.
class StoredHistogramsTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root"));

    private int histograms;
    private int hinted;

    @ParameterizedTest
    @ValueSource(strings = {"promql/native-histograms.test", "vectors/promql/native-histograms.test"})
    void theHeadHoldsWhatAScriptLoads(String file) throws IOException {
        var text = Files.readString(ROOT.resolve("prove/scenarios/" + file));
        for (var statement : Script.parse(file, text).statements()) {
            if (statement instanceof Script.Statement.Load load) {
                var script = new ScriptStorage();
                script.load(load);
                compare(script, file + ":" + load.line());
            }
        }
        assertTrue(histograms > 20, () -> histograms + " histograms");
        int known = hinted;
        assertTrue(known > histograms * 0.9, () -> "resets are known of " + known + " of " + histograms);
    }

    private void compare(ScriptStorage script, String what) {
        var head = new Head(HeadOptions.defaults().withSamplesPerChunk(HeadOptions.MAX_SAMPLES_PER_CHUNK));
        var all = script.select(Long.MIN_VALUE, Long.MAX_VALUE, List.of());
        var batch = head.appender();
        for (var series : all) {
            for (int i = 0; i < series.samples().size(); i++) {
                var histogram = series.samples().histogram(i);
                long time = series.samples().timestamp(i);
                var _ = histogram == null
                        ? batch.append(series.labels(), time, series.samples().value(i))
                        : batch.append(series.labels(), time, histogram);
            }
        }
        batch.commit();
        var stored = head.select(Long.MIN_VALUE, Long.MAX_VALUE, List.of());
        assertEquals(all.size(), stored.size(), what);
        for (int i = 0; i < all.size(); i++) {
            assertEquals(all.get(i).labels(), stored.get(i).labels(), what);
            compare(all.get(i).samples(), stored.get(i).samples(), what + " " + all.get(i).labels());
        }
    }

    private void compare(Samples expected, Samples stored, String what) {
        assertEquals(expected.size(), stored.size(), what);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.timestamp(i), stored.timestamp(i), what);
            var wanted = expected.histogram(i);
            var found = stored.histogram(i);
            if (wanted == null) {
                assertEquals(
                        Double.doubleToRawLongBits(expected.value(i)),
                        Double.doubleToRawLongBits(stored.value(i)),
                        what);
            } else {
                assertNotNull(found, what);
                compare(wanted, found, what + " at " + stored.timestamp(i));
            }
        }
    }

    /// Where counts become fractions the head begins another chunk, and knows nothing there.
    private void compare(FloatHistogram wanted, FloatHistogram found, String what) {
        assertTrue(wanted.compact().hasSameData(found), () -> what + ": expected " + wanted + ", got " + found);
        histograms++;
        boolean same = wanted.counterReset() == found.counterReset();
        hinted += same ? 1 : 0;
        assertTrue(same || found.counterReset() == CounterReset.UNKNOWN, () -> what + ": expected "
                + wanted.counterReset() + ", got " + found.counterReset());
    }
}
