/** The callers and targets of a function, as AWS reports them. */
package dev.breakwater.model.exposure;
