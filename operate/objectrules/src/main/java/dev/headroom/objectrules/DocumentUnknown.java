package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import java.util.stream.Stream;

/// Documents that are no object, or nothing that is known.
final class DocumentUnknown implements Rule {

    @Override
    public String id() {
        return "document-unknown";
    }

    @Override
    public String title() {
        return "A document that cannot be checked";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.unread().stream()
                .map(unread -> unread.wrong()
                        ? error(unread.place(), withoutPlace(unread))
                        : info(unread.place(), unread.message()));
    }

    private static String withoutPlace(Drafts.Unread unread) {
        var message = unread.message();
        var file = unread.place().file() + ":";
        return message.startsWith(file)
                ? message.substring(file.length()).replaceFirst("^\\d+:\\d+: ", "")
                : message;
    }
}
