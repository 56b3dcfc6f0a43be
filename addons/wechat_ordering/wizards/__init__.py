from . import menu_writer
from . import menu_writer_ingredients
from . import menu_writer_options
from . import menu_writer_dishes
from . import menu_writer_combos
from . import menu_writer_recipes
from . import wechat_menu_import
from . import wechat_table_codes
