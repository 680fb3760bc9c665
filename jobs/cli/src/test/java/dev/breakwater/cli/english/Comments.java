package dev.breakwater.cli.english;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Extracts the sentences of a Java file's comments: Javadoc with its tags, and comments in the code. */
final class Comments {

    private static final Pattern TOKEN = Pattern.compile(
            "\"{3}.*?\"{3}|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)+'|/\\*.*?\\*/|//[^\\n]*(?:\\n[ \\t]*//[^\\n]*)*",
            Pattern.DOTALL);
    private static final Pattern EDGE =
            Pattern.compile("^\\s*/\\*+|\\*/$|^[ \\t]*(?:\\*(?!/)|//) ?", Pattern.MULTILINE);
    private static final Pattern INLINE =
            Pattern.compile("\\{@\\w+\\s+[^{}]*(?:\\{[^{}]*}[^{}]*)*}|<pre>.*?</pre>", Pattern.DOTALL);
    private static final Pattern BLOCK =
            Pattern.compile("^\\s*@(?:(?:param|throws)\\s+\\S+|\\w+)\\s*|</?(?:p|ul|ol|li)>", Pattern.MULTILINE);

    private Comments() {}

    static List<String> sentences(String java) {
        String text = TOKEN.matcher(java)
                .results()
                .map(token -> token.group())
                .filter(token -> token.startsWith("/"))
                .map(Comments::prose)
                .collect(Collectors.joining("\n\n"));
        return Prose.sentences(text);
    }

    private static String prose(String comment) {
        String text = EDGE.matcher(comment).replaceAll("");
        return BLOCK.matcher(INLINE.matcher(text).replaceAll("X")).replaceAll("\n\n");
    }
}
