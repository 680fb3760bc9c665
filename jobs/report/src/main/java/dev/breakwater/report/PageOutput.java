package dev.breakwater.report;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;

/**
 * The output of a template: jte escapes it by context. Names come from outside, so invisible characters are also
 * spelled out, and long texts are cut.
 */
final class PageOutput extends OwaspHtmlTemplateOutput {

    private static final int LONGEST_TEXT = 600;

    private boolean attribute;

    PageOutput(TemplateOutput out) {
        super(out);
    }

    @Override
    public void setContext(String tag, String attributeName) {
        super.setContext(tag, attributeName);
        attribute = attributeName != null;
    }

    @Override
    public void writeUserContent(String text) {
        if (text == null) return;
        super.writeUserContent(Wording.visible(attribute ? text : Wording.cut(text, LONGEST_TEXT)));
    }
}
