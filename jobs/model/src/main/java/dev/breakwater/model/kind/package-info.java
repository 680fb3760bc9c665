/** The kinds of watched resources, and what they cost. */
package dev.breakwater.model.kind;
