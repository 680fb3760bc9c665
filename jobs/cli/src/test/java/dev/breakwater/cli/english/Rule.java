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
                    "(?<!you )\\btold\\b(?! otherwise)|\\btells? (?:of|so)\\b",
                    "report, say, send",
                    "Lines follow once the day is told of by all.",
                    "Thresholds follow once every function has reported the day."),
            rule("\\b(?:heard|hears?)\\b", "receive, report", "All feeds were heard of.", "All feeds are reporting."),
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
                            + " (?:can|may|must|has|had|wants|needs|expects|looks|sees|knows)\\b"
                            + "|\\b(?:before|until|though|while) one \\w+s\\b",
                    "you",
                    "The page says what one can do.",
                    "The page says what you can do."),
            rule(
                    "^What (?!'s\\b|if\\b|is (?:the|a|an|your|it)\\b|are\\b|do\\b|does\\b|did\\b|happens\\b"
                            + "|changed\\b|about\\b)[^?]*[^?:]$"
                            + "|\\b(?:of|and|but|that|by|for|with) what is \\w+ (?:is|are|has|was|stays|counts)\\b",
                    "name the subject",
                    "What is over before that is not sent.",
                    "An incident that ends before that is not sent."),
            rule(
                    "^Who(?:ever)? (?!is\\b|are\\b|was\\b|does\\b|should\\b|can\\b|will\\b)[^?:]*$",
                    "name the person",
                    "Who looks at the fleet needs the files.",
                    "People who look at the fleet need the files."),
            rule(
                    "^what (?!to\\b|happen)(?:[\\w']+,? ){3}",
                    "name the thing",
                    "what that limit would have spared at its price",
                    "the cost that the limit would have saved"),
            rule(
                    "[;:] (?:and |or |but |not )?what (?!to\\b|happen)",
                    "name the subject",
                    "Pages follow the minutes of the data; what is held follows the clock.",
                    "Pages follow the minutes of the data, and limits follow the clock."),
            rule(
                    "\\b(?:of|by|from|above|below|over|than|beside|against|in|for|with|at) what"
                            + " (?:(?<!of what )is|was|were|came|has|had|became|it|would|stands|may|can|could|ran|an?|the)\\b"
                            + "[^?]*$",
                    "name the thing",
                    "Neither is above what was spent.",
                    "Neither is above the spend."),
            rule("^(?:Whose|Whatever)\\b[^?]*$", "name the subject", "Whatever is left is read.", "The rest is read."),
            rule("\\bwhoever\\b", "anyone who", "It pages whoever is on call.", "It pages the person on call."),
            rule(
                    "^[Oo]f (?!course\\b|note\\b)[^?]*",
                    "put the subject first",
                    "Of too many those go first that were sent.",
                    "Sent messages are dropped first."),
            rule(
                    "\\b(?:for|said|told|stands?|is|are) so(?=[.,;:]| (?:because|that is)\\b)",
                    "say what it is",
                    "Nothing is taken for so because it was asked for.",
                    "A request is never treated as success."),
            rule(
                    "\\b(?:is|are|was|were|be|been|had|and) (?:not )?(?:said|unheard)\\b(?! to\\b)",
                    "sent, reported",
                    "Its end is not said.",
                    "Its end is not sent."),
            rule(
                    "\\b(?:stands?|stood)\\b(?! (?:for|out|by|up|alone)\\b)",
                    "is, the state of",
                    "It shows how each function stands.",
                    "It shows the state of each function."),
            rule("\\bfor nothing\\b", "false", "Four pages are for nothing.", "Four pages are false."),
            rule(
                    "\\bbears? (?:the|its|our|no|that)\\b",
                    "has, carries",
                    "Each query bears the account's id.",
                    "Each query carries the account's id."),
            rule("\\b(?:go(?:es)?|went) on\\b", "continue", "The job goes on.", "The job continues."),
            rule("\\bmend(?:s|ed)?\\b", "fix, correct", "Then mend the file.", "Then correct the file."),
            rule(
                    "\\b(?:pure|same|all|none|nothing) but for\\b",
                    "except",
                    "It is pure but for one package.",
                    "It is pure except for one package."),
            rule(
                    "\\bfrom (?!now\\b|then\\b)[^,.;]{1,40} on(?: that| which|[.,;])",
                    "from",
                    "It counts from the minute on that comes next.",
                    "It counts from the next minute."),
            rule("\\bno[t]?\\b[^.;]{0,40}\\bneither\\b", "nor", "It does not hold it neither.", "It does not hold it."),
            rule(
                    "(?:^|[;:] |, )else\\b"
                            + "|(?<!\\b(?:anybody|nobody|everything) )\\belse (?:it|the|a|null|nothing|none|has|is|are)\\b",
                    "otherwise",
                    "It is sent, else written.",
                    "It is sent, otherwise written."),
            rule(
                    "^Where (?:an?|it|no|nothing|nobody|there|that|this|one)\\b[^?]*$",
                    "if, when",
                    "Where nothing is stored it is learned again.",
                    "If no baseline is stored, the job learns it again."),
            rule(
                    "\\b(?:null|empty|nothing|none|zero|only) where\\b|\\bwhere (?:nothing|nobody|that is)\\b",
                    "if, when",
                    "the account, null where it is unknown",
                    "the account, null if it is unknown"),
            rule(
                    "^[Ww]hether it\\b",
                    "name the subject",
                    "whether it was read in the last minute",
                    "whether the feed was read in the last minute"),
            rule(
                    "\\b(?:is|are|was|were|be|been|being|not) asked\\b|\\basked (?:for|of|again)\\b",
                    "request, query",
                    "A limit is asked for.",
                    "A limit is requested."),
            rule(
                    "\\b(?:is|are|was|were|and) (?:those|that) (?:of|in which)\\b",
                    "the same as, name the thing",
                    "Memory and tags are those of the home function.",
                    "Memory and tags come from the home function."),
            rule(
                    "\\b(?:[Tt]hose|[Oo]ne|[Oo]thers) that\\b|^All that (?!we\\b|you\\b)"
                            + "|\\b[Aa]ll that (?:is|are|was)\\b",
                    "name the things",
                    "All that waits comes before the index.",
                    "The waiting files come before the index."),
            rule(
                    "\\b(?:is|was|are|were) (?:not )?there\\b(?! (?:a|an|any|no)\\b)[^?]*$",
                    "exists",
                    "The file is not there.",
                    "The file does not exist."),
            rule(
                    "\\b[Nn]othing (?:of|where|had)\\b",
                    "no, name the thing",
                    "Nothing of the day is stored.",
                    "No minute of the day is stored."),
            rule(
                    "\\b(?:known|believed|seen|came|learned|becomes?|became|comes|speaks?|says?) of\\b",
                    "know, become",
                    "It keeps the result that came of a call.",
                    "It keeps the result of a call."),
            rule("\\bsays (?:so|nothing|little)\\b", "show", "A lone day says little.", "A single day shows little."),
            rule(
                    "^The same (?:of|on|for|in|with|by|above|below|but)\\b",
                    "name the thing",
                    "The same of the costliest call.",
                    "The memory of the costliest call."),
            rule("\\b(?:is|are|was|were) not known\\b", "unknown", "The end is not known.", "The end is unknown."),
            rule(
                    "(?<!\\bto )\\b(?:has|have|had) (?:it|them)\\b",
                    "contain, know",
                    "It lists the limits as the ledger has them.",
                    "It lists the limits in the ledger."),
            rule(
                    "(?<!\\bas )\\b(?:it|they|that) (?:is|are|was|were)[.;]",
                    "say what it is",
                    "Half of the threshold is what it is.",
                    "Half of the threshold remains."),
            rule(
                    "\\blook(?:s|ed) (?:at|into)\\b|\\bpassed over\\b",
                    "read, check, skip",
                    "The folder is looked into each minute.",
                    "The folder is read every minute."),
            rule("\\bfor good\\b", "permanently", "It ends for good.", "It ends permanently."),
            rule(
                    "[;:] (?:of|where|nothing|then|those|not(?! yet)|that)\\b|: (?:it|they)\\b",
                    "begin with the subject",
                    "The feed waits; then all is read.",
                    "The feed waits and then reads everything."));

    boolean finds(String sentence) {
        return found.matcher(sentence).find();
    }

    private static Rule rule(String found, String instead, String failing, String passing) {
        return new Rule(Pattern.compile(found), instead, failing, passing);
    }
}
