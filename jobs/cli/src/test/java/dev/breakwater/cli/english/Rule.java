package dev.breakwater.cli.english;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A rule for words and word orders that readers had to read twice.
 *
 * @param found the words, as a regular expression
 * @param instead what to write
 * @param failing a sentence that the rule finds
 * @param passing the same sentence in plain English
 */
record Rule(Pattern found, String instead, String failing, String passing) {

    /** The largest number of words in a sentence of a page. */
    static final int LONGEST = 35;

    static final List<Rule> ALL = List.of(
            rule("\\banew\\b", "again", "The file is written anew.", "The file is written again."),
            rule(
                    "\\btold\\b|\\btells? (?:of|so)\\b",
                    "report, say, send",
                    "Lines follow once the day is told of by all.",
                    "Thresholds follow once every function has reported the day."),
            rule("\\b(?:heard|hears)\\b", "receive, report", "All feeds were heard of.", "All feeds are reporting."),
            rule(
                    "\\bdear(?:er|est)?\\b",
                    "expensive",
                    "The dearest function is held.",
                    "The costliest function is held."),
            rule(
                    "\\b(?:for|since|but|beyond) of\\b",
                    "say it in order",
                    "It is the least, for of 5 USD half are spent here.",
                    "It is the minimum: half of 5 USD is spent here."),
            rule(
                    "\\blets? (?:it |them )?go\\b",
                    "release",
                    "It throttles and lets go again.",
                    "It throttles and releases."),
            rule(
                    "\\b(?:if|when|where|what|that|as|than|which|whether|because) one"
                            + " (?:can|may|must|has|had|wants|needs|expects|looks|sees|knows)\\b",
                    "you",
                    "The page says what one can do.",
                    "The page says what you can do."),
            rule(
                    "^What (?!'s\\b|if\\b|is (?:the|a|an|your|it)\\b|are\\b|do\\b|does\\b|did\\b|happens\\b|about\\b)[^?:]*$"
                            + "|\\b(?:of|and|but|that|by|for|with) what is \\w+ (?:is|are|has|was|stays|counts)\\b",
                    "name the subject",
                    "What is over before that is not sent.",
                    "An incident that ends before that is not sent."),
            rule(
                    "^Who(?:ever)? (?!is\\b|are\\b|was\\b|does\\b|should\\b|can\\b|will\\b)[^?:]*$",
                    "name the person",
                    "Who looks at the fleet needs the files.",
                    "People who look at the fleet need the files."),
            rule("\\bwhoever\\b", "anyone who", "It pages whoever is on call.", "It pages the person on call."),
            rule(
                    "^Of (?!course\\b|note\\b)[^?]*",
                    "put the subject first",
                    "Of too many those go first that were sent.",
                    "Sent messages are dropped first."),
            rule(
                    "\\b(?:for|said|told|stands?|is|are) so(?=[.,;:]| (?:because|that is)\\b)",
                    "say what it is",
                    "Nothing is taken for so because it was asked for.",
                    "A request is never treated as success."),
            rule(
                    "\\b(?:is|are|was|were) (?:not )?(?:said|unheard)\\b(?! to\\b)",
                    "sent, reported",
                    "Its end is not said.",
                    "Its end is not sent."),
            rule(
                    "\\b[Hh]ow \\w+ (?:\\w+ )?stands?\\b",
                    "the state of",
                    "It shows how each function stands.",
                    "It shows the state of each function."),
            rule("\\bfor nothing\\b", "false", "Four pages are for nothing.", "Four pages are false."),
            rule(
                    "\\bbears? (?:the|its|a|an|our|no|that)\\b",
                    "has, carries",
                    "Each query bears the account's id.",
                    "Each query carries the account's id."),
            rule("\\bgo(?:es)? on\\b", "continue", "The job goes on.", "The job continues."),
            rule("\\bmend(?:s|ed)?\\b", "fix, correct", "Then mend the file.", "Then correct the file."),
            rule(
                    "\\b(?:pure|same|all|none|nothing) but for\\b|, but for\\b",
                    "except",
                    "It is pure but for one package.",
                    "It is pure except for one package."),
            rule(
                    "\\bfrom [^,.;]{1,40} on(?: that| which|[.,;])",
                    "from",
                    "It counts from the minute on that comes next.",
                    "It counts from the next minute."),
            rule("\\bno[t]?\\b[^.;]{0,40}\\bneither\\b", "nor", "It does not hold it neither.", "It does not hold it."),
            rule("(?:^|[;:] |, )else\\b", "otherwise", "It is sent, else written.", "It is sent, otherwise written."));

    boolean finds(String sentence) {
        return found.matcher(sentence).find();
    }

    private static Rule rule(String found, String instead, String failing, String passing) {
        return new Rule(Pattern.compile(found), instead, failing, passing);
    }
}
