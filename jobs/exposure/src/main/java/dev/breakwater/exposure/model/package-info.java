/** The readings of accounts and functions, and their gaps. They are the input of the assessment. */
package dev.breakwater.exposure.model;
