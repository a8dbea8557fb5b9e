//! Parts of which the pages are made. They know the theme and nothing of the program's state.
