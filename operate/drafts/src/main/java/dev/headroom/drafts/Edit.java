package dev.headroom.drafts;

/// A change of a text: the chars from `start`, included, to `end`, not included, become `replacement`.
public record Edit(Source source, int start, int end, String replacement) {

    public Edit {
        if (start < 0 || end < start || end > source.text().length()) {
            throw new IllegalArgumentException("edit of " + source.name() + " from " + start + " to " + end);
        }
    }

    public static Edit insertion(Source source, int offset, String text) {
        return new Edit(source, offset, offset, text);
    }
}
