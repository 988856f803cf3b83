package dev.headroom.manifests;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The events of a YAML text, as long as collections are not too deep inside each other: what makes nodes of the events
/// calls itself for each level.
final class LevelledParser implements Parser {

    /// Deeper nesting than this is no manifest but an attack on the stack (limit `manifest depth`).
    static final int MAX_LEVELS = 100;

    private final String name;
    private final Parser events;
    private int level;

    /// @param name stands for the file in messages
    LevelledParser(String name, String text, LoadSettings settings) {
        this.name = name;
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return events.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    /// @throws ManifestException at the collection that is one too deep
    @Override
    public Event next() {
        var event = events.next();
        switch (event) {
            case CollectionStartEvent start -> {
                if (++level > MAX_LEVELS) {
                    var mark = start.getStartMark().orElseThrow();
                    throw new Field.Place(name, mark.getLine() + 1, mark.getColumn() + 1, "")
                            .wrong("at most " + MAX_LEVELS + " levels (manifest depth)", "more");
                }
            }
            case CollectionEndEvent _ -> level--;
            default -> {}
        }
        return event;
    }
}
