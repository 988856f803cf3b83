package dev.headroom.fuzz;

import static dev.headroom.fuzz.Inputs.inMode;

import dev.headroom.exposition.ContentType.Parser;
import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.HistogramReading;
import dev.headroom.exposition.PageReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Metrics pages in every format, and with every way to read histograms. What is read twice is the same.
final class ExpositionTarget implements FuzzTarget {

    private static final List<Parser> PARSERS = List.of(Parser.TEXT, Parser.OPENMETRICS, Parser.PROTOBUF);
    private static final List<HistogramReading> READINGS = List.of(
            HistogramReading.CLASSIC,
            new HistogramReading(true, false, false),
            new HistogramReading(true, true, true),
            new HistogramReading(false, false, true));

    @Override
    public String name() {
        return "exposition";
    }

    @Override
    public List<byte[]> seeds() {
        var binary = Inputs.records("exposition/protobuf").map(page -> page.path("input_b64").asString(""))
                .map(Base64.getDecoder()::decode)
                .toList();
        return Inputs.together(
                inMode(0, Inputs.vectors("exposition/text", "input")),
                inMode(1, Inputs.vectors("exposition/openmetrics", "input")),
                inMode(2, binary), inMode(5, binary), inMode(8, binary), inMode(11, binary));
    }

    @Override
    public void run(byte[] input) throws Exception {
        Inputs.byMode(input, PARSERS.size() * READINGS.size(), (mode, page) -> {
            var parser = PARSERS.get(mode % PARSERS.size());
            var reading = READINGS.get(mode / PARSERS.size());
            var entries = new ArrayList<Entry>();
            var again = new ArrayList<String>();
            try {
                PageReader.read(parser, page, reading, entries::add);
                PageReader.read(parser, page, reading, entry -> again.add(entry.toString()));
                if (!again.equals(entries.stream().map(Entry::toString).toList())) {
                    throw new IllegalStateException("the same page reads as something else");
                }
                entries.forEach(ExpositionTarget::use);
            } catch (ExpositionException declared) {
                Findings.told(declared);
            }
            return page;
        });
    }

    private static void use(Entry entry) {
        if (entry instanceof Entry.Series series) {
            var _ = series.refusal().isPresent() ? "" : series.labels().toString();
        }
    }

    @Override
    public List<String> words() {
        return List.of("# HELP ", "# TYPE ", "# UNIT ", "# EOF\n", "counter", "gauge", "histogram", "summary",
                "gaugehistogram", "stateset", "info", "_total", "_created", "_bucket", "le=\"", "quantile=\"", "+Inf",
                "NaN", "0x1p-3", " # {", "{\"", "\\\"", "\\n");
    }
}
